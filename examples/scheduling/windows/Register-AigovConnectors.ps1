# Registers the task, once, from an elevated prompt. The account needs "Log on as a batch job" and
# nothing else; a group managed service account (name ending in $) needs no password.
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Account,
    [string] $State = "$env:ProgramData\aigov-connectors",
    [string] $Source = 'aigov-connectors'
)

$ErrorActionPreference = 'Stop'

# Its folder is for this account and for administrators alone: runs tell what could be attacked.
New-Item -ItemType Directory -Force -Path $State | Out-Null
icacls $State /inheritance:r /grant:r "${Account}:(OI)(CI)M" '*S-1-5-32-544:(OI)(CI)F' | Out-Null

if (-not [System.Diagnostics.EventLog]::SourceExists($Source)) {
    New-EventLog -LogName Application -Source $Source
}

$task = @{
    TaskName = 'Nightly read'
    TaskPath = '\aigov-connectors\'
    Xml      = Get-Content -Raw -Path (Join-Path $PSScriptRoot 'aigov-connectors.xml')
    User     = $Account
}
if (-not $Account.EndsWith('$')) {
    $task.Password = (Get-Credential -UserName $Account -Message 'The account of the task').GetNetworkCredential().Password
}
Register-ScheduledTask @task -Force | Out-Null

Write-Output 'Registered. Keep the secrets as that account, once for each connection:'
Write-Output '  aigov-connectors connect NAME'
