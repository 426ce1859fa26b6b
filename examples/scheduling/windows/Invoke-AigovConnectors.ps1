# One read of every connection, and what the exit code means. Started by the scheduled task; events
# go to the application log, where a monitor of the RMM finds them.
[CmdletBinding()]
param(
    [string] $State = "$env:ProgramData\aigov-connectors",
    [string] $Program = "$env:ProgramFiles\aigov-connectors\Scripts",
    [string] $Source = 'aigov-connectors'
)

$ErrorActionPreference = 'Stop'
$env:Path = "$Program;$env:Path"

& aigov-connectors discover --config "$State\aigov-connectors.toml" `
    --output "$State\snapshot.json" --store "$State\runs.db" `
    --fail-on high --min-coverage 80 --deadline 10800 --quiet --log-json 2> "$State\last.log"
$code = $LASTEXITCODE

$told = @{
    0   = @('Information', 'Everything was read; nothing of high severity.')
    1   = @('Warning', 'Findings of high severity or above: see the report.')
    2   = @('Error', 'The configuration does not fit: see last.log.')
    3   = @('Warning', 'Not everything was read; what was read is kept: see last.log.')
    70  = @('Error', 'A fault of the program: see last.log.')
    130 = @('Warning', 'The read was interrupted; what was read is kept.')
}
$words = if ($told.ContainsKey($code)) { $told[$code] } else { @('Error', "Exit code $code.") }
Write-EventLog -LogName Application -Source $Source -EventId (1000 + $code) `
    -EntryType $words[0] -Message $words[1]

if ($code -in 0, 1, 3) {
    & aigov-connectors export csv "$State\snapshot.json" --output "$State\tables"
}
exit $code
