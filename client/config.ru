require_relative 'settings'
require_relative 'app'

# A line is written when its request ends, not when a buffer is full: log readers follow along.
$stdout.sync = true
use Rack::CommonLogger, $stdout
run Client.new(api: Api.new(Settings.server_url))
