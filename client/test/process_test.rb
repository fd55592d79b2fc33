require 'minitest/autorun'
require_relative '../../api/test/running'
require_relative 'stub_api'

# The client as it runs in its container: the Dockerfile's command, Puma, and an api that does as the test says.
class ProcessTest < Minitest::Test
  include Starting

  def client(api_url, env = {})
    start(RunningTier.new('client', { 'SERVER_URL' => api_url.to_s }.merge(env))).ready
  end

  def test_request_when_it_has_many_headers_passes_only_the_colour_on
    api = start(StubApi.saying(200, '{"last_sum":0}'))
    client(api.url).get('/', 'X-Api-Colour' => 'green-abc', 'X-Colour' => 'blue-abc', 'Cookie' => 'a=b',
                             'Authorization' => 'Basic x', 'X-Forwarded-For' => '1.2.3.4')
    request = api.requests.first
    names = request.scan(/^([\w-]+):/).flatten.map(&:downcase).sort
    assert_match(/^x-colour: green-abc\r?$/i, request)
    assert_equal %w[accept accept-encoding host user-agent x-colour], names
  end

  def test_healthcheck_when_as_many_calls_wait_as_may_is_within_a_second
    api = start(StubApi.new { nil })
    client = client(api.url)
    callers = Array.new(60) { client.socket('GET', '/?n=3') }
    refused = client.wait_for(/"GET \/\?n=3 HTTP\/1.1" 503/, count: 12)
    started = Running.now
    assert_equal 'OK', client.get('/healthcheck').body
    assert_operator Running.now - started, :<, 1

    callers.each(&:close)
    left = client.wait_for(/"GET \/\?n=3 HTTP\/1.1" 499/, count: 48)
    assert_equal [12, 48], [refused.length, left.length]
  end

  def test_sigterm_when_a_call_is_waiting_lets_it_finish_and_ends_with_zero
    gate = Queue.new
    api = start(StubApi.new do
      gate.pop
      "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"sum\":6}"
    end)
    client = client(api.url)
    caller = client.socket('GET', '/?n=3')
    api.asked.pop
    client.signal('TERM')
    client.wait_for(/SIGTERM: no new requests/)
    gate << :go

    assert_match(/\AHTTP\/1.1 200 .*\r\n\r\nYour sum was 6\z/m, caller.read)
    assert_equal 0, client.wait.exitstatus
  end

  def test_api_when_the_environment_names_a_proxy_is_called_directly
    proxy = start(StubApi.saying(200, '{"last_sum":6}'))
    variables = %w[http_proxy HTTP_PROXY].to_h { |name| [name, proxy.url.to_s] }
    # A host that is not this machine's, for which no proxy would be asked; a name this long exists nowhere.
    answer = client("http://#{'x' * 64}:4567", variables).get('/')
    assert_equal ['502', []], [answer.code, proxy.requests]
  end

  def test_start_when_server_url_is_missing_ends_with_words
    client = start(RunningTier.new('client', {}))
    assert_equal 1, client.wait.exitstatus
    assert_match(/^SERVER_URL is not set/, client.printed)
  end

  def test_irb_when_opened_in_the_folder_is_a_console
    api = start(StubApi.saying(200, '{"last_sum":903,"sum":906}'))
    output = console("api.sum(3) + 1\nClient.superclass\n", api.url)
    ['client console', 'now 903', '907', 'Sinatra::Base'].each { |part| assert_includes output, part }
    assert_equal 1, output.scan('client console').length
  end

  def test_irb_when_the_api_is_away_opens_and_says_so
    output = console("40 + 2\n", "http://127.0.0.1:#{Running.free_port}")
    ['The api does not answer', '42'].each { |part| assert_includes output, part }
  end

  private

  def console(input, url)
    env = { 'SERVER_URL' => url.to_s, 'IRBRC' => '.irbrc', 'APP_ENV' => 'production' }
    output, = Open3.capture2e(env, 'irb', stdin_data: input, chdir: File.join(RunningTier::ROOT, 'client'))
    output
  end
end
