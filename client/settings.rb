# Everything the client takes from its environment, checked where it is read, so that a mistake stops the start
# with words instead of surfacing at the first request.
require 'uri'

module Settings
  # SERVER_URL, the address of the api, as a URI. Mandatory: there is no sensible guess.
  def self.server_url(env = ENV)
    text = env.fetch('SERVER_URL', '')
    abort 'SERVER_URL is not set. Give the address of the api, for example http://127.0.0.1:4567' if text.empty?
    uri = URI.parse(text)
    unless uri.is_a?(URI::HTTP) && uri.host
      abort 'SERVER_URL is not an http address. It looks like http://127.0.0.1:4567'
    end
    uri
  rescue URI::InvalidURIError
    abort 'SERVER_URL cannot be read as an address. It looks like http://127.0.0.1:4567'
  end

  # BIND (default: every address) and PORT (default 4567; 0 takes any free one) as Puma's bind address.
  def self.listen(env = ENV)
    host = env.fetch('BIND', '0.0.0.0')
    port = env.fetch('PORT', '4567')
    unless port.match?(/\A\d{1,5}\z/) && port.to_i <= 65_535
      abort "PORT is #{port.inspect}. Give a number from 0 to 65535"
    end
    "tcp://#{host.include?(':') ? "[#{host}]" : host}:#{port}"
  end
end
