require 'sinatra/base'
require_relative 'api'
require_relative 'caller'
require_relative 'number'

# The public half of the application: takes a number, has the api add up, and says the sum in words. Errors are
# words with the status that fits, too.
class Client < Sinatra::Base
  # Errors are answered below, in every environment: never by a page with a stack trace.
  set :show_exceptions, false
  set :raise_errors, false
  # Most errors here are answers as good as any: only the unexpected one is dumped, below.
  set :dump_errors, false
  disable :static

  # api: where sums are made (see Api).
  def initialize(app = nil, api:)
    super(app)
    @api = api
  end

  before do
    content_type 'text/plain'
    cache_control :no_store
  end

  get '/healthcheck' do
    'OK'
  end

  get '/' do
    if params.key?('n')
      n = Number.parse(params['n'])
      "Your sum was #{@api.sum(n, colour: colour, caller: Caller.new(env['puma.socket']))}"
    else
      "Last sum was: #{@api.last_sum(colour: colour)}"
    end
  end

  error(Number::Wrong) { |e| words 422, e.message }
  error Api::Failure do |e|
    warn "api: #{e.detail}" if e.detail
    words e.status, e.message
  end
  error(Sinatra::BadRequest) { words 400, 'The address cannot be read. Try /?n=3' }
  error(Sinatra::NotFound) { words 404, 'There is nothing here. Try / or /?n=3' }
  error do |e|
    warn e.full_message(highlight: false)
    words 500, 'The client failed at this request.'
  end

  private

  # Names the api's colour that shall answer; the balancer in front of the api decides by it. No other header of a
  # request gets through to the api.
  def colour
    env['HTTP_X_API_COLOUR']
  end

  def words(status, text)
    content_type 'text/plain'
    halt status, text
  end
end
