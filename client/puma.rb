require './settings'
require './stopping'

# The name for Puma's own title and log lines; without it Puma shows the folder's name.
tag 'client'
bind Settings.listen

# One process is plenty: a thread here only waits for the api.
workers 0

# More threads than calls may wait for the api (Api::CALLS), so that health checks always find one that is free.
#
# All of them from the start: while Puma adds threads it counts a queued request twice, can take itself for full, and
# then accepts nothing, not even health checks, until some request ends (seen with 5.6, when all of a burst were long).
threads 64, 64

# Longer than the public balancer keeps a connection idle (130 s): whoever closes first decides, and it must be
# the balancer, or it sends a request into a connection that is just being closed and answers 502.
persistent_timeout 135

# SIGTERM: take no new connection, but serve those already in the queue, let requests finish, end with status 0.
plugin :stopping
drain_on_shutdown

# What fails below the application (a broken request line, say) is told in words too.
lowlevel_error_handler do |error|
  warn "#{error.class}: #{error.message}"
  [500, { 'content-type' => 'text/plain' }, ['The client failed at this request.']]
end
