require 'json'
require 'net/http'
require 'open3'
require 'socket'
require 'timeout'
require 'tmpdir'
require 'uri'

# Real processes for the tests of both tiers: Puma as the Dockerfile starts it, and redis-server. Nothing sleeps:
# what a process has reached is read from what it prints.
class Running
  PATIENCE = 20

  attr_reader :pid

  def initialize(env, command, folder)
    @lines = []
    @lock = Mutex.new
    @news = ConditionVariable.new
    output, input = IO.pipe
    @pid = Process.spawn(env, *command, chdir: folder, in: File::NULL, out: input, err: input)
    input.close
    @reader = Thread.new do
      output.each_line { |line| @lock.synchronize { @lines << line.chomp and @news.broadcast } }
      @lock.synchronize { (@ended = true) and @news.broadcast }
    end
  end

  # Waits until it has printed this many lines like the pattern, and returns them.
  def wait_for(pattern, count: 1, seconds: PATIENCE)
    limit = Running.now + seconds
    @lock.synchronize do
      loop do
        found = @lines.grep(pattern)
        return found if found.length >= count

        left = limit - Running.now
        raise "no #{count} of #{pattern.inspect} in:\n#{@lines.join("\n")}" if @ended || left <= 0

        @news.wait(@lock, left)
      end
    end
  end

  def printed
    @lock.synchronize { @lines.join("\n") }
  end

  def signal(name)
    Process.kill(name, @pid)
  end

  # Waits for the end and returns its Process::Status.
  def wait
    @status ||= Timeout.timeout(PATIENCE) do
      status = Process.wait2(@pid).last
      @reader.join
      status
    end
  end

  def alive?
    @status.nil? && Process.wait2(@pid, Process::WNOHANG).then { |ended| @status = ended&.last }.nil?
  end

  # Ends it, however it fares.
  def kill
    return unless alive?

    signal('KILL')
    wait
  end

  def self.now
    Process.clock_gettime(Process::CLOCK_MONOTONIC)
  end

  # A port of 127.0.0.1 that nobody listens on.
  def self.free_port
    server = TCPServer.new('127.0.0.1', 0)
    server.addr[1].tap { server.close }
  end
end

# One of the two tiers, started by its Dockerfile's CMD, with its ENV, on a free port of 127.0.0.1.
class RunningTier < Running
  ROOT = File.expand_path('../..', __dir__)

  attr_reader :port

  # name: its folder. env: what a deployment would set.
  def initialize(name, env)
    folder = File.join(ROOT, name)
    dockerfile = File.readlines(File.join(folder, 'Dockerfile'))
    image_env = dockerfile.filter_map { |line| line[/\AENV (\S+)/, 1] }.to_h { |pair| pair.split('=', 2) }
    command = JSON.parse(dockerfile.filter_map { |line| line[/\ACMD (.*)/, 1] }.last)
    super(image_env.merge('BIND' => '127.0.0.1', 'PORT' => '0').merge(env), command, folder)
  end

  # Waits until it listens.
  def ready
    @port = wait_for(%r{Listening on http://127\.0\.0\.1:\d+}).first[/\d+\z/].to_i
    self
  rescue RuntimeError
    kill
    raise
  end

  def url(path = '/')
    URI("http://127.0.0.1:#{port}#{path}")
  end

  def get(path, headers = {})
    http { |http| http.get(path, headers) }
  end

  def post(path, object)
    http { |http| http.post(path, JSON.generate(object), 'Content-Type' => 'application/json') }
  end

  # A bare connection that has sent this request and waits for the answer.
  def socket(method, path, body = '')
    TCPSocket.new('127.0.0.1', port).tap do |socket|
      socket.write("#{method} #{path} HTTP/1.1\r\nHost: x\r\nContent-Length: #{body.bytesize}\r\n\r\n#{body}")
    end
  end

  private

  def http(&block)
    Net::HTTP.new('127.0.0.1', port, nil).tap { |http| http.max_retries = 0 }.start(&block)
  end
end

# A Redis of the test's own, with its data in a folder of its own.
class RunningRedis < Running
  attr_reader :url

  def initialize(port: Running.free_port, folder: nil)
    @folder = folder
    @own_folder = folder.nil? && (@folder = Dir.mktmpdir('redis'))
    @url = "redis://127.0.0.1:#{port}"
    super({}, ['redis-server', '--bind', '127.0.0.1', '--port', port.to_s, '--dir', @folder, '--save', ''], @folder)
    wait_for(/Ready to accept connections/)
  end

  def kill
    super
    FileUtils.remove_entry(@own_folder) if @own_folder && File.exist?(@own_folder)
  end
end

# Keeps what a test starts, and ends it after the test.
module Starting
  def start(running)
    (@started ||= []) << running
    running
  end

  def teardown
    (@started || []).reverse_each(&:kill)
    super
  end
end
