SELECT former, present FROM redirect ORDER BY former
