require 'minitest/autorun'
require_relative '../last_sum'
require_relative 'running'

class LastSumTest < Minitest::Test
  include Starting

  def setup
    @time = 0
    @redis = start(RunningRedis.new)
    @last_sum = LastSum.new(@redis.url, clock: -> { @time })
  end

  def test_read_when_nothing_was_written_is_zero
    assert_equal 0, @last_sum.read
  end

  def test_read_when_written_by_another_replica_gives_that
    LastSum.new(@redis.url).write(903)
    assert_equal 903, @last_sum.read
  end

  def test_read_when_the_sum_is_beyond_64_bits_gives_it_whole
    @last_sum.write(500_000_000_000_000_000_000_000)
    assert_equal 500_000_000_000_000_000_000_000, @last_sum.read
  end

  def test_read_when_the_key_holds_something_else_says_so
    @last_sum.redis.set(LastSum::KEY, 'many')
    error = assert_raises(LastSum::Unavailable) { @last_sum.read }
    assert_equal 'the key last_sum holds no number', error.message
  end

  def test_read_when_redis_was_restarted_reconnects_by_itself
    @last_sum.write(6)
    port = URI(@redis.url).port
    @redis.kill
    start(RunningRedis.new(port: port))

    assert_equal 0, @last_sum.read
  end

  def test_read_when_redis_is_away_is_refused_until_the_pause_is_over
    @redis.kill
    assert_raises(LastSum::Unavailable) { @last_sum.read }
    start(RunningRedis.new(port: URI(@redis.url).port))

    assert_raises(LastSum::Unavailable) { @last_sum.read }
    @time += LastSum::PAUSE_SECONDS.min
    assert_equal 0, @last_sum.read
  end

  def test_read_when_the_failure_took_long_is_refused_for_longer
    @redis.kill
    times = [0, 3, 3.9, 4.1, 4.1]
    last_sum = LastSum.new(@redis.url, clock: -> { times.shift })
    assert_raises(LastSum::Unavailable) { last_sum.read }
    start(RunningRedis.new(port: URI(@redis.url).port))

    assert_raises(LastSum::Unavailable) { last_sum.read }
    assert_equal 0, last_sum.read
  end

  def test_ping_when_connections_are_reset_as_they_are_made_is_refused
    server = TCPServer.new('127.0.0.1', 0)
    resetting = Thread.new do
      loop do
        caller = server.accept
        caller.setsockopt(Socket::SOL_SOCKET, Socket::SO_LINGER, [1, 0].pack('ii'))
        caller.close
      end
    rescue IOError
      # The server was closed.
    end
    last_sum = LastSum.new("redis://127.0.0.1:#{server.addr[1]}", clock: -> { @time += 2 })
    300.times { assert_raises(LastSum::Unavailable) { last_sum.ping } }
  ensure
    server&.close
    resetting&.join
  end

  def test_ping_when_redis_hangs_gives_up_soon
    @last_sum.ping
    @redis.signal('STOP')
    started = Running.now
    assert_raises(LastSum::Unavailable) { @last_sum.ping }
    assert_operator Running.now - started, :<, 4
  end

  def test_write_when_redis_refuses_says_why
    @last_sum.redis.config('SET', 'maxmemory', '1')
    error = assert_raises(LastSum::Unavailable) { @last_sum.write(6) }
    assert_match(/OOM/, error.message)
  end
end
