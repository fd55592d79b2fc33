require 'minitest/autorun'
require_relative '../../api/adder'
require_relative '../../api/test/running'
require_relative '../api'
require_relative '../caller'
require_relative 'stub_api'

class ApiTest < Minitest::Test
  include Starting

  def stub_saying(status, body, type = 'application/json')
    start(StubApi.saying(status, body, type))
  end

  def failure(url, **limits)
    assert_raises(Api::Failure) { Api.new(url, **limits).sum(3) }
  end

  def test_sum_when_the_api_answers_gives_the_sum
    api = stub_saying(200, '{"sum":6}')
    assert_equal 6, Api.new(api.url).sum(3)
    head, body = api.requests.first.split("\r\n\r\n")
    assert_match(%r{\APOST /sum HTTP/1.1\r\n}, head)
    assert_match(%r{^content-type: application/json\r?$}i, head)
    assert_equal '{"n":3}', body
  end

  def test_last_sum_when_the_api_answers_gives_it
    api = stub_saying(200, '{"last_sum":903}')
    assert_equal 903, Api.new(api.url).last_sum
    assert_match(%r{\AGET / HTTP/1.1\r\n}, api.requests.first)
  end

  def test_sum_when_the_address_has_a_path_goes_below_it
    api = stub_saying(200, '{"sum":6}')
    Api.new(api.url('/apis/')).sum(3)
    assert_match(%r{\APOST /apis/sum HTTP}, api.requests.first)
  end

  def test_sum_when_a_colour_is_asked_for_sends_it
    api = stub_saying(200, '{"sum":6}')
    Api.new(api.url).sum(3, colour: 'green-abc')
    assert_match(/^x-colour: green-abc\r?$/i, api.requests.first)
  end

  def test_sum_when_no_colour_is_asked_for_sends_none
    [nil, ''].each do |colour|
      api = stub_saying(200, '{"sum":6}')
      Api.new(api.url).sum(3, colour: colour)
      refute_match(/x-colour/i, api.requests.first)
    end
  end

  def test_sum_when_the_answer_makes_no_sense_is_a_502
    ['', '6', '[6]', '{"sum":"6"}', '{"last_sum":6}', '<html>', "\xFF"].each do |body|
      assert_equal [502, 'The api gave an answer that makes no sense.'],
                   failure(stub_saying(200, body).url).then { |e| [e.status, e.message] }
    end
  end

  def test_sum_when_nobody_listens_is_a_502
    error = failure(URI("http://127.0.0.1:#{Running.free_port}"))
    assert_equal [502, 'The api does not answer. It may have crashed; try again in a moment.'],
                 [error.status, error.message]
    assert_match(/ECONNREFUSED/, error.detail)
  end

  def test_sum_when_the_name_is_unknown_is_a_502
    # A label longer than names may have: refused on this machine, without asking a name server.
    assert_equal 502, failure(URI("http://#{'x' * 64}")).status
  end

  def test_calls_when_the_api_crashes_are_a_502_and_never_repeated
    # A GET as well: Net::HTTP by itself would repeat that one.
    crashing = start(StubApi.new { 'HTTP/1.1 200' })
    api = Api.new(crashing.url)
    [-> { api.sum(13) }, -> { api.last_sum }].each do |call|
      assert_equal 502, assert_raises(Api::Failure, &call).status
    end
    assert_equal %w[POST GET], crashing.requests.map { |request| request[/\A\w+/] }
  end

  def test_sum_when_the_connection_is_reset_is_a_502_and_never_repeated
    resetting = start(StubApi.new do |connection|
      connection.setsockopt(Socket::SOL_SOCKET, Socket::SO_LINGER, [1, 0].pack('ii'))
      :close
    end)
    error = failure(resetting.url)
    assert_equal [502, 1], [error.status, resetting.requests.length]
    assert_match(/ECONNRESET/, error.detail)
  end

  def test_sum_when_the_api_refuses_gives_its_words
    { 422 => 'n is below 1.', 503 => 'Redis does not answer.', 504 => 'The sum took too long.' }.each do |status, words|
      error = failure(stub_saying(status, JSON.generate(error: words)).url)
      assert_equal [status, words], [error.status, error.message]
    end
  end

  def test_sum_when_a_balancer_refuses_says_it_in_own_words
    { 503 => 'The api is not available. Try again later.', 504 => 'The api took too long to answer.' }
      .each do |status, words|
      error = failure(stub_saying(status, '<html>internal-api-1.elb</html>', 'text/html').url)
      assert_equal [status, words], [error.status, error.message]
    end
  end

  def test_sum_when_the_balancer_finds_no_api_is_a_502_that_says_so
    error = failure(stub_saying(502, '<html>').url)
    assert_equal [502, 'The api does not answer. It may have crashed; try again in a moment.', 'answered 502'],
                 [error.status, error.message, error.detail]
  end

  def test_sum_when_the_api_fails_is_a_502
    [302, 400, 403, 404, 500].each do |status|
      error = failure(stub_saying(status, '{"error":"inner matters"}').url)
      assert_equal [502, 'The api failed at this request.', "answered #{status}"],
                   [error.status, error.message, error.detail]
    end
  end

  def test_sum_when_the_answer_is_late_is_a_504
    slow = start(StubApi.new { nil })
    error = failure(slow.url, answer_seconds: 0.1)
    assert_equal [504, 'The api took too long to answer.', 1], [error.status, error.message, slow.requests.length]
  end

  def test_sum_when_no_connection_comes_about_is_a_504
    # A queue of one that nobody serves: once it is full, the kernel leaves further callers waiting.
    server = TCPServer.new('127.0.0.1', 0)
    server.listen(0)
    waiting = TCPSocket.new('127.0.0.1', server.addr[1])
    assert_equal 504, failure(URI("http://127.0.0.1:#{server.addr[1]}"), connect_seconds: 0.2).status
  ensure
    [server, waiting].compact.each(&:close)
  end

  def test_sum_when_as_many_wait_as_may_is_a_503_and_recovers
    gate = Queue.new
    slow = start(StubApi.new do
      gate.pop
      "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"sum\":6}"
    end)
    api = Api.new(slow.url, calls: 1)
    first = Thread.new { api.sum(3) }
    slow.asked.pop
    error = assert_raises(Api::Failure) { api.sum(3) }
    2.times { gate << :go }

    assert_equal [503, 'Too many calls are waiting for the api. Try again later.'], [error.status, error.message]
    assert_equal [6, 6], [first.value, api.sum(3)]
  end

  def test_sum_when_the_caller_leaves_gives_the_call_up
    closed = Queue.new
    slow = start(StubApi.new do |connection|
      closed << connection.read # Ends when the other side closes.
      nil
    end)
    near, far = UNIXSocket.pair
    api = Api.new(slow.url, calls: 1)
    call = Thread.new { assert_raises(Api::Failure) { api.sum(3, caller: Caller.new(near)) } }
    slow.asked.pop
    far.close

    assert_equal 499, call.value.status
    assert_equal '', Timeout.timeout(5) { closed.pop }, 'the connection to the api is closed, too'
  ensure
    near&.close
  end

  def test_sum_when_the_caller_stays_leaves_no_thread_behind
    near, far = UNIXSocket.pair
    api = stub_saying(200, '{"sum":6}')
    before = Thread.list
    Api.new(api.url).sum(3, caller: Caller.new(near))
    assert_empty (Thread.list - before).select { |thread| thread.backtrace.to_s.include?('wait_until_left') }
  ensure
    [near, far].each(&:close)
  end

  def test_time_limits_when_taken_from_inside_out_grow
    # The sum, this client, and the two balancers (templates: internal 120, public 130).
    limits = [Adder::SECONDS, Api::ANSWER_SECONDS, 120, 130]
    assert_equal limits.sort.uniq, limits
    assert_operator Api::CONNECT_SECONDS + Api::ANSWER_SECONDS, :<, 130
  end
end
