# Adds up 1 + 2 + ... + n the long way, one by one: burning CPU is what the application is for. Range#sum would
# use the closed formula.
#
# Ruby lets one thread run at a time and changes it every 100 ms, so sixteen sums would keep a health check waiting
# for seconds. Passing the turn on after each slice (well under a millisecond) keeps the others responsive.
class Adder
  # As many sums as may run at once are running.
  class Full < StandardError; end
  # The sum took longer than it may.
  class TooSlow < StandardError; end
  # Nobody waits for the sum any more.
  class CallerLeft < StandardError; end

  SLOTS = 16
  # Below what every hop in front allows: the client waits 118 s, the internal balancer 120 s.
  SECONDS = 115
  SLICE = 16_384

  # slots: sums at once. seconds: how long one may take. clock: a monotonic time in seconds.
  def initialize(slots: SLOTS, seconds: SECONDS, clock: -> { Process.clock_gettime(Process::CLOCK_MONOTONIC) })
    @slots = SizedQueue.new(slots)
    @seconds = seconds
    @clock = clock
  end

  # The sum of 1..n. caller_left is asked after each slice whether anybody still waits.
  def add(n, caller_left: -> { false })
    in_slot do
      stop_at = @clock.call + @seconds
      sum = done = 0
      loop do
        slice_end = [done + SLICE, n].min
        sum += (done += 1) while done < slice_end
        break sum if done == n
        raise CallerLeft if caller_left.call
        raise TooSlow if @clock.call >= stop_at

        Thread.pass
      end
    end
  end

  private

  def in_slot
    take_slot
    begin
      yield
    ensure
      @slots.pop
    end
  end

  def take_slot
    @slots.push(:taken, true)
  rescue ThreadError
    raise Full
  end
end
