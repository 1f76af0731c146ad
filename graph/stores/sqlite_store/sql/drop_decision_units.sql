DELETE FROM decision_unit WHERE decision = ?
