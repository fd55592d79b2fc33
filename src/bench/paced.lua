-- For wrk: each connection waits so many milliseconds before its next request as the argument after "--" says. The wait is
-- no part of the latency that wrk tells.
local pause

function init(arguments)
  pause = assert(tonumber(arguments[1]))
end

function delay()
  return pause
end
