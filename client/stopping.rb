require 'puma/plugin'

# Stops Puma gently on SIGTERM (what ECS and Docker send) and on Ctrl-C.
#
# Puma's own handler does so, too, but tells the server thread from within the signal handler. On Ruby 3.3 that
# locks up now and then: the server thread closes the pipe it was told through, waits for the handler to let go of it,
# and is never woken (seen with Puma 6.6 in one stop out of four, when no request was under way). Such a process
# lives until it is killed. Telling it from an ordinary thread has no such trap.
class Stopping < Puma::Plugin
  SIGNALS = %w[TERM INT].freeze

  def start(launcher)
    # Only now has Puma set its own handlers.
    launcher.events.on_booted do
      SIGNALS.each { |signal| Signal.trap(signal) { Thread.new { stop(launcher, signal) } } }
    end
  end

  private

  def stop(launcher, signal)
    $stdout.puts "SIG#{signal}: no new requests; those under way are finished"
    launcher.stop
  end
end

Puma::Plugins.register('stopping', Stopping)
