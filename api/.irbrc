# irb in this folder (or in the running container) is a console of the api: its classes, and a connected Redis.
# Newer versions of irb read this file twice: as IRBRC, and as the folder's own.
return if respond_to?(:last_sum, true)

require 'irb/completion'
require File.expand_path('settings', __dir__)
require File.expand_path('app', __dir__)

# The container's user may have no home to keep a history in.
IRB.conf[:SAVE_HISTORY] = nil

def last_sum
  @last_sum ||= LastSum.new(Settings.redis_url)
end

def redis
  last_sum.redis
end

def adder
  @adder ||= Adder.new
end

begin
  puts "api console: last_sum.read (now #{last_sum.read}), last_sum.write(6), redis.keys, adder.add(3)"
rescue LastSum::Unavailable => e
  puts "api console: last_sum.read, last_sum.write(6), redis.keys, adder.add(3)"
  puts "Redis does not answer yet (#{e.message}); it is asked again at the next call."
end
