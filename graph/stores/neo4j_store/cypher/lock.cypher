// The first write of every transaction: whoever has it writes, all others wait here.
MATCH (l:Qilian {name: 'lock'})
SET l.holder = $holder
