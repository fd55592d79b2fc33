require 'socket'

# Stands in for the api: a server that answers each connection as the test says, and keeps what it was asked.
class StubApi
  attr_reader :asked, :port

  # answer: called with each connection after its request was read; what it returns, if anything, is sent.
  def initialize(&answer)
    @server = TCPServer.new('127.0.0.1', 0)
    @port = @server.addr[1]
    @asked = Queue.new
    @connections = []
    @thread = Thread.new { loop { serve(@server.accept, answer) } }
  end

  def self.saying(status, body, type = 'application/json')
    new { "HTTP/1.1 #{status} x\r\nContent-Type: #{type}\r\nContent-Length: #{body.bytesize}\r\n\r\n#{body}" }
  end

  def url(path = '')
    URI("http://127.0.0.1:#{port}#{path}")
  end

  # How many requests have come, and what they were.
  def requests
    Array.new(@asked.length) { @asked.pop }
  end

  def kill
    @thread.kill.join
    [@server, *@connections].each { |socket| socket.close unless socket.closed? }
  end

  private

  def serve(connection, answer)
    @connections << connection
    Thread.new do
      head = connection.gets("\r\n\r\n").to_s
      body = connection.read(head[/content-length: (\d+)/i, 1].to_i)
      @asked << (head + body)
      text = answer.call(connection)
      connection.write(text) if text.is_a?(String)
      connection.close if text
    rescue SystemCallError, IOError
      # The caller left.
    end
  end
end
