# Everything the api takes from its environment, checked where it is read, so that a mistake stops the start
# with words instead of surfacing at the first request.
require 'uri'

module Settings
  # REDIS_URL is mandatory: a silent default would let a misconfigured replica keep sums of its own.
  def self.redis_url(env = ENV)
    text = env.fetch('REDIS_URL', '')
    abort 'REDIS_URL is not set. Give the address of Redis, for example redis://127.0.0.1:6379' if text.empty?
    uri = URI.parse(text)
    known = %w[redis rediss].include?(uri.scheme) ? uri.host : uri.scheme == 'unix' && !uri.path.empty?
    abort "REDIS_URL is not the address of a Redis. It looks like redis://127.0.0.1:6379" unless known
    text
  rescue URI::InvalidURIError
    abort 'REDIS_URL cannot be read as an address. It looks like redis://127.0.0.1:6379'
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
