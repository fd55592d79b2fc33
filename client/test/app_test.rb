ENV['APP_ENV'] = 'production'
require 'minitest/autorun'
require 'rack/test'
require_relative '../app'

class AppTest < Minitest::Test
  include Rack::Test::Methods

  # Answers like the api would, and keeps what it was asked.
  class Scripted
    attr_reader :asked

    def initialize(failure = nil)
      @failure = failure
      @asked = []
    end

    def sum(number, colour:, caller:)
      raise 'asked without the caller' unless caller.is_a?(Caller)

      answer([:sum, number, colour], number * (number + 1) / 2)
    end

    def last_sum(colour:)
      answer([:last_sum, colour], 6)
    end

    private

    def answer(question, value)
      @asked << question
      raise @failure if @failure

      value
    end
  end

  def setup
    @api = Scripted.new
  end

  def app
    @app ||= Client.new(api: @api)
  end

  def assert_words(status, words)
    assert_equal [status, words], [last_response.status, last_response.body]
    assert_match %r{\Atext/plain}, last_response.content_type
  end

  def test_root_when_asked_without_n_says_the_last_sum
    get '/'
    assert_words 200, 'Last sum was: 6'
  end

  def test_root_when_n_is_good_says_the_sum
    get '/?n=3'
    assert_words 200, 'Your sum was 6'
  end

  def test_root_when_n_has_leading_zeros_takes_it_as_decimal
    get '/?n=010'
    assert_words 200, 'Your sum was 55'
  end

  def test_root_when_n_is_at_a_limit_takes_it
    [1, 999_999_999_999].each { |n| get "/?n=#{n}" }
    assert_equal [1, 999_999_999_999], @api.asked.map { |question| question[1] }
  end

  def test_root_when_n_is_not_acceptable_says_why_and_asks_nobody
    empty = 'n is empty. Give a whole number from 1 up, as in /?n=3'
    no_number = 'n is not a whole number. Give one from 1 up, as in /?n=3'
    small = 'n is below 1. Give a whole number from 1 up, as in /?n=3'
    long = 'n has more than 12 digits. Give a smaller one, as in /?n=3'
    {
      '?n' => empty, '?n=' => empty,
      '?n=abc' => no_number, '?n=3.5' => no_number, '?n=1e3' => no_number, '?n=0x10' => no_number,
      '?n=%203' => no_number, '?n=1_000' => no_number, '?n=3%0A' => no_number, '?n=%FF' => no_number,
      '?n=%D9%A3' => no_number, '?n[]=3' => no_number, '?n[a]=3' => no_number, '?n=-' => no_number,
      '?n=0' => small, '?n=-3' => small, '?n=000' => small,
      '?n=1000000000000' => long, '?n=-1000000000000' => long, "?n=#{'9' * 5000}" => long
    }.each do |query, words|
      get "/#{query}"
      assert_words 422, words
    end
    assert_empty @api.asked
  end

  def test_root_when_the_query_is_broken_says_so
    ['n=%', 'n=1&n[]=2'].each do |query|
      get '/', {}, 'QUERY_STRING' => query
      assert_words 400, 'The address cannot be read. Try /?n=3'
    end
  end

  def test_root_when_the_api_fails_gives_its_status_and_words
    @api = Scripted.new(Api::Failure.new(504, 'The api took too long to answer.', 'Net::ReadTimeout'))
    %w[/ /?n=3].each do |path|
      _, log = capture_io { get path }
      assert_words 504, 'The api took too long to answer.'
      assert_equal "api: Net::ReadTimeout\n", log
    end
  end

  def test_root_when_something_unforeseen_fails_shows_no_trace
    @api = Scripted.new(RuntimeError.new('a secret of the code'))
    _, log = capture_io { get '/' }
    assert_words 500, 'The client failed at this request.'
    assert_match(/a secret of the code/, log)
  end

  def test_root_when_a_colour_of_the_api_is_asked_for_passes_it_on
    header = { 'HTTP_X_API_COLOUR' => 'green-abc' }
    get '/', {}, header
    get '/?n=3', {}, header
    get '/', {}, 'HTTP_X_COLOUR' => 'green-abc'
    assert_equal [[:last_sum, 'green-abc'], [:sum, 3, 'green-abc'], [:last_sum, nil]], @api.asked
  end

  def test_healthcheck_when_the_api_is_down_is_ok
    @api = Scripted.new(Api::Failure.new(502, 'down'))
    get '/healthcheck'
    assert_words 200, 'OK'
  end

  def test_unknown_path_when_asked_for_names_the_known_ones
    get '/sum'
    assert_words 404, 'There is nothing here. Try / or /?n=3'
  end

  def test_request_when_the_host_is_a_balancers_name_is_answered
    get '/', {}, 'HTTP_HOST' => 'dev-public-123.eu-west-1.elb.amazonaws.com'
    assert_equal 200, last_response.status
  end

  def test_answers_when_given_are_never_kept_by_caches
    get '/'
    assert_equal 'no-store', last_response['Cache-Control']
  end
end
