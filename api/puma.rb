require './settings'
require './stopping'

# The name for Puma's own title and log lines; without it Puma shows the folder's name.
tag 'api'
bind Settings.listen

# One process: the crash on 13 has to end all of it, and WEB_CONCURRENCY must not turn it into a worker's.
workers 0

# Twice as many threads as sums may run (Adder::SLOTS), so that health checks always find one that is free.
#
# All of them from the start: while Puma adds threads it counts a queued request twice, can take itself for full, and
# then accepts nothing, not even health checks, until some request ends (seen with 5.6, when all of a burst were long).
threads 32, 32

# Longer than the internal balancer keeps a connection idle (120 s): whoever closes first decides, and it must be
# the balancer, or it sends a request into a connection that is just being closed and answers 502.
persistent_timeout 125

# SIGTERM: take no new connection, but serve those already in the queue, let requests finish, end with status 0.
plugin :stopping
drain_on_shutdown

# What fails below the application (a broken request line, say) is told in words too.
lowlevel_error_handler do |error|
  warn "#{error.class}: #{error.message}"
  [500, { 'content-type' => 'application/json' }, ['{"error":"The api failed at this request."}']]
end
