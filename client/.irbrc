# irb in this folder (or in the running container) is a console of the client: its classes, and the api.
# Newer versions of irb read this file twice: as IRBRC, and as the folder's own.
return if respond_to?(:api, true)

require 'irb/completion'
require File.expand_path('settings', __dir__)
require File.expand_path('app', __dir__)

# The container's user may have no home to keep a history in.
IRB.conf[:SAVE_HISTORY] = nil

def api
  @api ||= Api.new(Settings.server_url)
end

begin
  puts "client console: api.last_sum (now #{api.last_sum}), api.sum(3)"
rescue Api::Failure => e
  puts 'client console: api.last_sum, api.sum(3)'
  puts "#{e.message} (#{e.detail}) It is asked again at the next call."
end
