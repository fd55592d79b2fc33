require 'json'
require 'sinatra/base'
require_relative 'adder'
require_relative 'caller'
require_relative 'last_sum'
require_relative 'number'

# The private half of the application: adds up 1..n and remembers the last sum. It speaks JSON; an error is
# {"error": "words"} with the status that fits.
class Api < Sinatra::Base
  CRASH_ON = 13
  BODY_BYTES = 1024

  # Errors are answered below, in every environment: never by a page with a stack trace.
  set :show_exceptions, false
  set :raise_errors, false
  # Most errors here are answers as good as any: only the unexpected one is dumped, below.
  set :dump_errors, false
  disable :static

  # last_sum: where the last sum is kept (see LastSum). adder: who adds (see Adder).
  def initialize(app = nil, last_sum:, adder:)
    super(app)
    @last_sum = last_sum
    @adder = adder
  end

  before do
    content_type :json
    cache_control :no_store
  end

  # The health of this process alone: if it asked Redis, an outage there would get every replica killed.
  get '/healthcheck' do
    content_type 'text/plain'
    'OK'
  end

  get '/' do
    JSON.generate(last_sum: @last_sum.read)
  end

  post '/sum' do
    n = Number.check(body_as_json)
    crash if n == CRASH_ON
    @last_sum.ping # Fails now when Redis is away, not after a minute of adding.
    sum = @adder.add(n, caller_left: Caller.new(env['puma.socket']).method(:left?))
    @last_sum.write(sum)
    JSON.generate(sum: sum)
  end

  error(Number::Wrong) { |e| words 422, e.message }
  error(Adder::Full) { words 503, "#{Adder::SLOTS} sums are running here, which is the most. Try again later." }
  error(Adder::TooSlow) { words 504, 'The sum took too long and was stopped.' }
  # Nobody reads this answer. 499 is what proxies log for a caller that left.
  error(Adder::CallerLeft) { words 499, 'The caller left, and the sum was stopped.' }
  error LastSum::Unavailable do |e|
    warn "Redis: #{e.message}"
    words 503, 'Redis does not answer, so no sum can be kept or read. Try again later.'
  end
  error(Sinatra::BadRequest) { words 400, 'The request cannot be read.' }
  error(Sinatra::NotFound) { words 404, 'There is nothing here. Try GET /, POST /sum or GET /healthcheck.' }
  error do |e|
    warn e.full_message(highlight: false)
    words 500, 'The api failed at this request.'
  end

  private

  def words(status, text)
    content_type :json
    halt status, JSON.generate(error: text)
  end

  def body_as_json
    # Sinatra may have read the body already, looking for a form: curl -d announces one.
    request.body.rewind if request.body.respond_to?(:rewind)
    text = request.body&.read(BODY_BYTES + 1).to_s
    words 413, "The body is longer than #{BODY_BYTES} bytes. Send {\"n\": 42}." if text.bytesize > BODY_BYTES
    JSON.parse(text)
  rescue JSON::ParserError, EncodingError
    words 400, 'The body is not JSON. Send {"n": 42}.'
  end

  # Ends the process as a crash does: at once, without cleaning up. A plain exit would only be an answer of 500.
  def crash
    $stdout.puts "n=#{CRASH_ON}: this process crashes now, on purpose"
    exit!(1)
  end
end
