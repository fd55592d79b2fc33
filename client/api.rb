require 'json'
require 'net/http'

# The api, seen from here. Each call makes a connection of its own, so each one is placed by the balancer anew, and
# none meets a connection that has gone stale. Nothing is ever asked twice: a repeated 13 would crash the second
# replica as well.
class Api
  # The api gave no sum. message: words for the user. status: the one to answer with. detail: the cause, for the log.
  class Failure < StandardError
    attr_reader :status, :detail

    def initialize(status, message, detail = nil)
      super(message)
      @status = status
      @detail = detail
    end
  end

  # Calls that may wait for the api at once; fewer than Puma's threads, which answer health checks as well.
  CALLS = 48
  CONNECT_SECONDS = 5
  # The api gives up at 115 s and says so; the balancer before it waits 120 s, the one before this client 130 s.
  ANSWER_SECONDS = 118

  GONE = 'The api does not answer. It may have crashed; try again in a moment.'
  CONNECTION_LOST = [SystemCallError, SocketError, IOError, Net::ProtocolError, Net::HTTPBadResponse].freeze

  # url: a URI, the api's address. Its path, if any, goes before the routes.
  def initialize(url, calls: CALLS, connect_seconds: CONNECT_SECONDS, answer_seconds: ANSWER_SECONDS)
    @url = url
    @calls = SizedQueue.new(calls)
    @connect_seconds = connect_seconds
    @answer_seconds = answer_seconds
  end

  # The sum of the last call that asked for one; 0 before the first.
  def last_sum(colour: nil)
    answer(Net::HTTP::Get.new(path('/')), 'last_sum', colour)
  end

  # The sum of 1..n. caller: who waits for it (see Caller); if they leave, the call is given up, and with it the sum.
  def sum(n, colour: nil, caller: nil)
    request = Net::HTTP::Post.new(path('/sum'), 'Content-Type' => 'application/json')
    request.body = JSON.generate(n: n)
    answer(request, 'sum', colour, caller)
  end

  private

  def path(route)
    @url.path.chomp('/') + route
  end

  def answer(request, key, colour, caller = nil)
    request['X-Colour'] = colour unless colour.to_s.empty?
    response = in_turn { send_once(request, caller) }
    raise refusal(response) unless response.code == '200'

    sum = parsed(response)[key]
    raise Failure.new(502, 'The api gave an answer that makes no sense.', 'no sum in it') unless sum.is_a?(Integer)

    sum
  end

  def in_turn
    begin
      @calls.push(:taken, true)
    rescue ThreadError
      raise Failure.new(503, 'Too many calls are waiting for the api. Try again later.')
    end
    begin
      yield
    ensure
      @calls.pop
    end
  end

  def send_once(request, caller)
    connection.start do |http|
      giving_up_when_left(http, caller) { http.request(request) }
    end
  rescue Net::OpenTimeout, Net::ReadTimeout, Net::WriteTimeout, Errno::ETIMEDOUT => e
    raise Failure.new(504, 'The api took too long to answer.', "#{e.class}: #{e.message}")
  rescue *CONNECTION_LOST => e
    # 499 is what proxies log for a caller that left; nobody reads this answer.
    raise Failure.new(499, 'The caller left.') if caller&.left?

    raise Failure.new(502, GONE, "#{e.class}: #{e.message}")
  end

  def connection
    # The third argument keeps a proxy named in the environment out of this.
    Net::HTTP.new(@url.host, @url.port, nil).tap do |http|
      http.use_ssl = @url.scheme == 'https'
      http.open_timeout = @connect_seconds
      http.write_timeout = @connect_seconds
      http.read_timeout = @answer_seconds
      http.max_retries = 0
    end
  end

  # Runs the block; if the caller leaves meanwhile, closes the connection, which ends the block with an IOError.
  def giving_up_when_left(http, caller)
    return yield unless caller

    left = false
    watch = Thread.new do
      caller.wait_until_left
      left = true
      http.finish
    rescue IOError
      # The call was over at the same moment.
    end
    begin
      yield
    ensure
      # Not once it closes the connection: killed in the middle of that, it would leave it open.
      watch.kill unless left
      watch.join
    end
  end

  def refusal(response)
    status = response.code.to_i
    detail = "answered #{status}"
    case status
    when 422 then Failure.new(422, said(response) || 'The api does not accept this number.', detail)
    when 502 then Failure.new(502, GONE, detail) # The api never says so itself: its balancer found nobody there.
    when 503 then Failure.new(503, said(response) || 'The api is not available. Try again later.', detail)
    when 504 then Failure.new(504, said(response) || 'The api took too long to answer.', detail)
    else Failure.new(502, 'The api failed at this request.', detail)
    end
  end

  # The api's own words; nil when the answer is somebody else's, such as a balancer's page.
  def said(response)
    parsed(response)['error']
  end

  # The answer's JSON object; an empty one when it is anything else.
  def parsed(response)
    content = JSON.parse(response.body.to_s)
    content.is_a?(Hash) ? content : {}
  rescue JSON::ParserError, EncodingError
    {}
  end
end
