require 'socket'

# The other end of the connection that a request came by.
class Caller
  # socket: Puma's env['puma.socket']; nil where there is none (under another server), then nobody ever leaves.
  def initialize(socket)
    @socket = socket
  end

  # True once the caller has closed the connection. Looks without waiting and without taking anything from it.
  def left?
    return false unless @socket

    seen = @socket.recv_nonblock(1, Socket::MSG_PEEK, exception: false)
    seen != :wait_readable && seen.to_s.empty? # The end of the stream is '' or nil, depending on Ruby's version.
  rescue IOError, SystemCallError
    true
  end
end
