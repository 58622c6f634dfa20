#!/bin/sh
# Runs workerd so that it ends with the process that started it, however that one ends. Miniflare keeps the other end of
# descriptor 3 open for as long as it lives; without this, a relay killed with -9 leaves workerd behind, holding the port.
{ while read -r _; do :; done <&3; kill -9 $$; } </dev/null >/dev/null 2>&1 &
exec "$FAMILY_OS_WORKERD" "$@"
