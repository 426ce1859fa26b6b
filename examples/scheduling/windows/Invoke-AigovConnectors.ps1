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

# Windows PowerShell turns what a program writes to a redirected standard error into errors of its
# own, the first of which would end this script: hence no "2>". --resume: a task that is started
# again after a run that was killed or incomplete reads only what that one did not.
$read = Start-Process -FilePath 'aigov-connectors' -NoNewWindow -Wait -PassThru `
    -RedirectStandardError "$State\last.log" -ArgumentList @"
discover --config "$State\aigov-connectors.toml" --output "$State\snapshot.json" --store "$State\runs.db" --resume --fail-on high --min-coverage 80 --deadline 10800 --quiet --log-json
"@
$code = $read.ExitCode

$told = @{
    0   = @('Information', 'Everything was read; nothing of high severity.')
    1   = @('Warning', 'Findings of high severity or above: see the report.')
    2   = @('Error', 'The configuration does not fit: see last.log.')
    3   = @('Warning', 'Not everything was read; what was read is kept: see last.log.')
    70  = @('Error', 'A fault of the program: see last.log.')
    130 = @('Warning', 'The read was interrupted; what was read is kept.')
}
$number = 1000 + $code
$words = $told[$code]
if (-not $words) {
    # Killed: Windows tells that by numbers which no event can have.
    $number = 1999
    $words = @('Error', "The read ended with exit code $code; what it finished is gone on from.")
}
Write-EventLog -LogName Application -Source $Source -EventId $number `
    -EntryType $words[0] -Message $words[1]

if ($code -in 0, 1, 3) {
    & aigov-connectors export csv "$State\snapshot.json" --output "$State\tables"
}
exit $code
