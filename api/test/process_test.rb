require 'minitest/autorun'
require_relative 'running'

# The api as it runs in its container: the Dockerfile's command, Puma, and a real Redis.
class ProcessTest < Minitest::Test
  include Starting

  BUSY = '{"n":999999999}'.freeze

  def setup
    @redis = start(RunningRedis.new)
    @api = start(RunningTier.new('api', 'REDIS_URL' => @redis.url)).ready
  end

  def test_sum_when_n_is_13_ends_the_process_at_once_with_a_failure
    caller = @api.socket('POST', '/sum', '{"n":13}')
    assert_equal '', caller.read, 'a crash gives no answer'
    assert_equal 1, @api.wait.exitstatus
    assert_match(/crashes now, on purpose/, @api.printed)
  end

  def test_sum_when_redis_comes_back_works_again_by_itself
    assert_equal '{"sum":6}', @api.post('/sum', { n: 3 }).body
    @redis.kill
    down = @api.get('/')
    health = @api.get('/healthcheck')
    start(RunningRedis.new(port: URI(@redis.url).port))

    assert_equal ['503', 'OK'], [down.code, health.body]
    assert_match(/Redis does not answer/, down.body)
    answered = Timeout.timeout(Running::PATIENCE) { loop { break true if @api.get('/').code == '200' } }
    assert answered, 'the api never found Redis again'
  end

  def test_healthcheck_when_redis_hangs_is_not_held_up
    @api.get('/')
    @redis.signal('STOP')
    # More callers than Puma has threads: all of them wait for Redis, and a health check behind them.
    callers = Array.new(40) { Thread.new { @api.get('/').code } }
    slowest = slowest_healthcheck(10)

    assert_equal ['503'], callers.map(&:value).uniq
    assert_operator slowest, :<, 5, 'balancers wait ten seconds'
  end

  def test_healthcheck_when_twenty_sums_are_asked_for_is_always_within_a_second
    callers = Array.new(20) { @api.socket('POST', '/sum', BUSY) }
    refused = @api.wait_for(/"POST \/sum HTTP\/1.1" 503/, count: 4)
    slowest = slowest_healthcheck(50)
    callers.each(&:close)
    left = @api.wait_for(/"POST \/sum HTTP\/1.1" 499/, count: 16)

    assert_operator slowest, :<, 1
    assert_equal [4, 16], [refused.length, left.length]
    assert_equal '{"sum":6}', @api.post('/sum', { n: 3 }).body, 'the slots are free again'
  end

  def test_healthcheck_when_every_slot_was_taken_in_one_burst_is_within_a_second
    callers = Array.new(16) { @api.socket('POST', '/sum', BUSY) }
    wait_until_busy
    assert_operator slowest_healthcheck(10), :<, 1
    callers.each(&:close)
    @api.wait_for(/"POST \/sum HTTP\/1.1" 499/, count: 16)
  end

  def test_sum_when_its_caller_leaves_stops
    caller = @api.socket('POST', '/sum', BUSY)
    wait_until_busy
    caller.close
    line = @api.wait_for(/"POST \/sum HTTP\/1.1" 499/).first
    assert_operator line[/[\d.]+\z/].to_f, :<, 5
    assert_equal '{"last_sum":0}', @api.get('/').body
  end

  def test_sigterm_when_a_sum_is_running_lets_it_finish_and_ends_with_zero
    caller = @api.socket('POST', '/sum', '{"n":30000000}')
    wait_until_busy
    @api.signal('TERM')
    @api.wait_for(/SIGTERM: no new requests/)
    answer = caller.read

    assert_match(/\AHTTP\/1.1 200 .*"sum":450000015000000\}\z/m, answer)
    assert_equal 0, @api.wait.exitstatus
    assert_raises(Errno::ECONNREFUSED) { @api.get('/healthcheck') }
  end

  def test_signals_when_nothing_is_running_end_it_with_zero_every_time
    # A lock-up in Puma's own way of stopping showed in one stop out of four.
    statuses = %w[TERM INT TERM INT TERM].map do |signal|
      api = start(RunningTier.new('api', 'REDIS_URL' => @redis.url)).ready
      api.get('/healthcheck')
      api.signal(signal)
      api.wait.exitstatus
    end
    assert_equal [0] * 5, statuses
  end

  def test_requests_when_answered_are_logged_one_line_each_without_delay
    @api.get('/healthcheck')
    @api.post('/sum', { n: 3 })
    assert_equal 1, @api.wait_for(/"GET \/healthcheck HTTP\/1.1" 200 2 /).length
    assert_equal 1, @api.wait_for(/"POST \/sum HTTP\/1.1" 200 9 /).length
  end

  def test_workers_when_wished_for_by_the_environment_stay_none
    api = start(RunningTier.new('api', 'REDIS_URL' => @redis.url, 'WEB_CONCURRENCY' => '2')).ready
    assert_raises(EOFError) { api.post('/sum', { n: 13 }) }
    assert_equal 1, api.wait.exitstatus
  end

  def test_start_when_redis_url_is_missing_ends_with_words
    api = start(RunningTier.new('api', {}))
    assert_equal 1, api.wait.exitstatus
    assert_match(/^REDIS_URL is not set/, api.printed)
  end

  def test_start_when_redis_is_away_succeeds
    api = start(RunningTier.new('api', 'REDIS_URL' => "redis://127.0.0.1:#{Running.free_port}")).ready
    assert_equal %w[200 503], [api.get('/healthcheck').code, api.get('/').code]
  end

  def test_irb_when_opened_in_the_folder_is_a_console
    @api.post('/sum', { n: 3 })
    output = console("last_sum.read + 900\nredis.get('last_sum')\nadder.add(4)\nApi.superclass\n", @redis.url)
    ['api console', '906', '"6"', '10', 'Sinatra::Base'].each { |part| assert_includes output, part }
    assert_equal 1, output.scan('api console').length
  end

  def test_irb_when_redis_is_away_opens_and_says_so
    output = console("adder.add(4)\n", "redis://127.0.0.1:#{Running.free_port}")
    ['Redis does not answer yet', '10'].each { |part| assert_includes output, part }
  end

  private

  def slowest_healthcheck(times)
    Array.new(times) do
      started = Running.now
      assert_equal 'OK', @api.get('/healthcheck').body
      Running.now - started
    end.max
  end

  # A sum leaves no trace until it ends, but it takes processor time, and the kernel counts that.
  def wait_until_busy
    before = ticks
    Timeout.timeout(Running::PATIENCE) { loop { break if ticks > before + 5 } }
  end

  def ticks
    File.read("/proc/#{@api.pid}/stat").split(') ').last.split[11].to_i
  end

  def console(input, redis_url)
    env = { 'REDIS_URL' => redis_url, 'IRBRC' => '.irbrc', 'APP_ENV' => 'production' }
    output, = Open3.capture2e(env, 'irb', stdin_data: input, chdir: File.join(RunningTier::ROOT, 'api'))
    output
  end
end
