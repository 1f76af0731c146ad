SELECT data FROM source ORDER BY key
