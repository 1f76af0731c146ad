DELETE FROM source WHERE key = ?
