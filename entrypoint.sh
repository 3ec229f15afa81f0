#!/bin/sh
# A folder that is mounted at /data is served instead of the built-in one.
set -eu
if [ -d /data ] && [ -z "${WINNOW_DATA_DIR:-}" ]; then
    export WINNOW_DATA_DIR=/data
fi
exec "$@"
