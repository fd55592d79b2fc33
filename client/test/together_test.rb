require 'minitest/autorun'
require_relative '../../api/test/running'

# Both tiers and Redis as real processes, seen from where a user stands.
class TogetherTest < Minitest::Test
  include Starting

  def setup
    @redis = start(RunningRedis.new)
    @api = start(RunningTier.new('api', 'REDIS_URL' => @redis.url)).ready
    @client = start(RunningTier.new('client', 'SERVER_URL' => @api.url.to_s)).ready
  end

  def assert_says(status, words, path)
    answer = @client.get(path)
    assert_equal [status, words], [answer.code.to_i, answer.body]
  end

  def test_sums_when_asked_for_are_said_and_remembered
    assert_says 200, 'Last sum was: 0', '/'
    assert_says 200, 'Your sum was 6', '/?n=3'
    assert_says 200, 'Last sum was: 6', '/'
    assert_says 422, 'n is not a whole number. Give one from 1 up, as in /?n=3', '/?n=abc'
    assert_says 200, 'Last sum was: 6', '/'
  end

  def test_crash_when_13_is_asked_for_takes_one_replica_and_is_told
    assert_says 502, 'The api does not answer. It may have crashed; try again in a moment.', '/?n=13'
    assert_equal 1, @api.wait.exitstatus
    assert_says 502, 'The api does not answer. It may have crashed; try again in a moment.', '/'
    assert_says 200, 'OK', '/healthcheck'
  end

  def test_redis_when_away_is_told
    @redis.kill
    assert_says 503, 'Redis does not answer, so no sum can be kept or read. Try again later.', '/?n=3'
  end

  def test_sums_when_more_are_asked_for_than_may_run_are_refused_and_stop_when_their_callers_leave
    callers = Array.new(17) { @client.socket('GET', '/?n=999999999') }
    refused = @client.wait_for(/"GET \/\?n=999999999 HTTP\/1.1" 503/)
    callers.each(&:close)

    @api.wait_for(/"POST \/sum HTTP\/1.1" 499/, count: 16)
    assert_equal 1, refused.length
    assert_says 200, 'Your sum was 6', '/?n=3'
  end
end
