require 'redis'

# The last sum, kept in Redis under one key. The threads share one connection, which reconnects by itself.
class LastSum
  # Redis does not answer or refuses; the message has the technical cause.
  class Unavailable < StandardError; end

  KEY = 'last_sum'
  # Short, since a thread that waits for Redis is one that answers no health check.
  CONNECT_SECONDS = 0.5
  ANSWER_SECONDS = 1
  # After a failure everyone is refused at once for as long as it took to find out, within these bounds: nobody queues
  # for the next time-out, and a Redis that says quickly that it is still loading is asked again soon.
  PAUSE_SECONDS = (0.05..1)

  # What redis-rb 4 lets through as it is: a connection that is reset while it is made, say.
  CONNECTION_LOST = [SystemCallError, IOError].freeze

  attr_reader :redis

  # url: redis://host:port. clock: a monotonic time in seconds. Connects at the first use.
  def initialize(url, clock: -> { Process.clock_gettime(Process::CLOCK_MONOTONIC) })
    # One further attempt finds the connection that an earlier outage or restart of Redis has cut.
    @redis = Redis.new(url: url, connect_timeout: CONNECT_SECONDS, read_timeout: ANSWER_SECONDS,
                       write_timeout: ANSWER_SECONDS, reconnect_attempts: 1)
    @clock = clock
    @lock = Mutex.new
    @paused_until = nil
  end

  # The last sum, 0 before the first.
  def read
    ask { |redis| Integer(redis.get(KEY) || '0', 10) }
  rescue ArgumentError
    raise Unavailable, "the key #{KEY} holds no number"
  end

  def write(sum)
    ask { |redis| redis.set(KEY, sum.to_s) }
  end

  # Raises Unavailable unless Redis answers.
  def ping
    ask(&:ping)
  end

  private

  def ask
    @lock.synchronize do
      began = @clock.call
      raise Unavailable, @cause if @paused_until && began < @paused_until

      begin
        yield(@redis).tap { @paused_until = nil }
      rescue Redis::BaseError, *CONNECTION_LOST => e
        @cause = "#{e.class}: #{e.message}"
        ended = @clock.call
        @paused_until = ended + (ended - began).clamp(PAUSE_SECONDS)
        raise Unavailable, @cause
      end
    end
  end
end
