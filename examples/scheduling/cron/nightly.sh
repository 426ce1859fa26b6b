#!/bin/sh
# One read of every connection, and what the exit code means. Run by cron; prints only what
# somebody has to act on, so that cron mails nothing on a calm night. Started again within six hours
# after a run that was killed or incomplete, it reads only what that one did not.
set -u
umask 077

state=${AIGOV_STATE:-/var/lib/aigov-connectors}
settings=${AIGOV_SETTINGS:-/etc/aigov-connectors}
PATH=${AIGOV_PATH:-/opt/aigov-connectors/bin}:$PATH
# Files named <connection>.<field>, readable by this user alone.
CREDENTIALS_DIRECTORY=${CREDENTIALS_DIRECTORY:-$settings/secrets}
PYTHON_KEYRING_BACKEND=keyring.backends.null.Keyring
export PATH CREDENTIALS_DIRECTORY PYTHON_KEYRING_BACKEND

exec 9>"$state/lock"
flock --nonblock 9 || { echo "the read of the night before has not ended"; exit 1; }

aigov-connectors discover --config "$settings/aigov-connectors.toml" \
  --output "$state/snapshot.json" --store "$state/runs.db" \
  --resume --fail-on high --min-coverage 80 --deadline 10800 --quiet --log-json 2>"$state/last.log"
code=$?

findings() {
  echo "findings of high severity or above:"
  aigov-connectors findings "$state/snapshot.json" --min-severity high --verdict fail --brief
}

case $code in
  0) ;;
  1) findings ;;
  2) echo "the configuration does not fit:"; tail -n 5 "$state/last.log" ;;
  3) echo "not enough was read: a connection failed, or coverage is under --min-coverage:"
     grep -F connection.failed "$state/last.log" \
       || echo "every connection ended; the log $state/last.log names what could not be read"
     findings ;;
  130) echo "the read was interrupted; started again by hand it reads the rest" ;;
  *) echo "a fault of the program (exit code $code):"; tail -n 20 "$state/last.log" ;;
esac

case $code in
  0 | 1 | 3) aigov-connectors store prune --store "$state/runs.db" --days 30 --months 12 >/dev/null ;;
esac
exit "$code"
