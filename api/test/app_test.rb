ENV['APP_ENV'] = 'production'
require 'minitest/autorun'
require 'rack/test'
require_relative '../app'

class AppTest < Minitest::Test
  include Rack::Test::Methods

  # Keeps the sum in memory; away: as if Redis did not answer.
  class Memory
    attr_accessor :away
    attr_reader :written

    def read
      ping
      @written || 0
    end

    def write(sum)
      ping
      @written = sum
    end

    def ping
      raise LastSum::Unavailable, 'away' if away
    end
  end

  # Answers each sum with what the test says.
  Scripted = Struct.new(:answer) do
    def add(_number, caller_left:)
      raise 'asked without a way to see the caller leave' unless caller_left.respond_to?(:call)

      answer.call
    end
  end

  def setup
    @memory = Memory.new
  end

  def app
    @app ||= Api.new(last_sum: @memory, adder: @adder || Adder.new)
  end

  def post_json(text)
    post '/sum', text, 'CONTENT_TYPE' => 'application/json'
  end

  def assert_words(status, words)
    assert_equal [status, { 'error' => words }], [last_response.status, JSON.parse(last_response.body)]
    assert_match %r{\Aapplication/json}, last_response.content_type
  end

  def test_root_when_nothing_was_summed_gives_zero
    get '/'
    assert_equal [200, '{"last_sum":0}'], [last_response.status, last_response.body]
  end

  def test_sum_when_n_is_good_gives_and_keeps_the_sum
    post_json '{"n":42}'
    assert_equal [200, '{"sum":903}'], [last_response.status, last_response.body]
    get '/'
    assert_equal '{"last_sum":903}', last_response.body
  end

  def test_sum_when_sent_like_a_form_is_understood
    post '/sum', '{"n":42}'
    assert_equal [200, '{"sum":903}'], [last_response.status, last_response.body]
  end

  def test_sum_when_n_is_not_acceptable_says_why
    {
      '{}' => 'n is missing. Send {"n": 42}.',
      '[42]' => 'n is missing. Send {"n": 42}.',
      '42' => 'n is missing. Send {"n": 42}.',
      '{"n":null}' => 'n is empty. Give a whole number from 1 up.',
      '{"n":""}' => 'n is empty. Give a whole number from 1 up.',
      '{"n":"3"}' => 'n is not a whole number. Give one from 1 up.',
      '{"n":3.0}' => 'n is not a whole number. Give one from 1 up.',
      '{"n":true}' => 'n is not a whole number. Give one from 1 up.',
      '{"n":[3]}' => 'n is not a whole number. Give one from 1 up.',
      '{"n":0}' => 'n is below 1. Give a whole number from 1 up.',
      '{"n":-3}' => 'n is below 1. Give a whole number from 1 up.',
      '{"n":1000000000000}' => 'n has more than 12 digits. Give a smaller one.'
    }.each do |body, words|
      post_json body
      assert_words 422, words
    end
    assert_nil @memory.written
  end

  def test_sum_when_the_body_is_no_json_says_so
    ['', 'n=3', '{"n":'].each do |body|
      post_json body
      assert_words 400, 'The body is not JSON. Send {"n": 42}.'
    end
  end

  def test_sum_when_the_body_is_long_refuses_it
    post_json "{\"n\":#{'1' * 1024}}"
    assert_words 413, 'The body is longer than 1024 bytes. Send {"n": 42}.'
  end

  def test_sum_when_redis_is_away_says_so_before_adding
    @memory.away = true
    @adder = Scripted.new(-> { flunk 'nothing may be added when nothing can be kept' })
    capture_io { post_json '{"n":3}' }
    assert_words 503, 'Redis does not answer, so no sum can be kept or read. Try again later.'
  end

  def test_root_when_redis_is_away_says_so
    @memory.away = true
    _, log = capture_io { get '/' }
    assert_equal "Redis: away\n", log
    assert_words 503, 'Redis does not answer, so no sum can be kept or read. Try again later.'
  end

  def test_healthcheck_when_redis_is_away_is_ok
    @memory.away = true
    get '/healthcheck'
    assert_equal [200, 'OK'], [last_response.status, last_response.body]
  end

  def test_sum_when_too_many_run_says_so
    @adder = Scripted.new(-> { raise Adder::Full })
    post_json '{"n":3}'
    assert_words 503, '16 sums are running here, which is the most. Try again later.'
  end

  def test_sum_when_it_takes_too_long_says_so
    @adder = Scripted.new(-> { raise Adder::TooSlow })
    post_json '{"n":3}'
    assert_words 504, 'The sum took too long and was stopped.'
  end

  def test_sum_when_the_caller_left_keeps_nothing
    @adder = Scripted.new(-> { raise Adder::CallerLeft })
    post_json '{"n":3}'
    assert_equal 499, last_response.status
    assert_nil @memory.written
  end

  def test_sum_when_something_unforeseen_fails_shows_no_trace
    @adder = Scripted.new(-> { raise 'a secret of the code' })
    _, log = capture_io { post_json '{"n":3}' }
    assert_words 500, 'The api failed at this request.'
    assert_match(/a secret of the code/, log)
  end

  def test_unknown_path_when_asked_for_names_the_known_ones
    get '/sums'
    assert_words 404, 'There is nothing here. Try GET /, POST /sum or GET /healthcheck.'
  end

  def test_request_when_the_host_is_a_balancers_name_is_answered
    get '/', {}, 'HTTP_HOST' => 'internal-api-123.eu-west-1.elb.amazonaws.com'
    assert_equal 200, last_response.status
  end
end
