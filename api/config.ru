require_relative 'settings'
require_relative 'app'

# A line is written when its request ends, not when a buffer is full: log readers follow along.
$stdout.sync = true
use Rack::CommonLogger, $stdout
run Api.new(last_sum: LastSum.new(Settings.redis_url), adder: Adder.new)
