-- For wrk: writes a line for each answer other than 200 to the file named after "--": when it came (seconds since the
-- epoch), its status, its first words.
local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long microseconds; } moment;
  int gettimeofday(moment *now, void *zone);
]]

local now = ffi.new("moment")
local file

function init(arguments)
  file = assert(io.open(arguments[1], "a"))
  file:setvbuf("line")
end

function response(status, _, body)
  if status ~= 200 then
    ffi.C.gettimeofday(now, nil)
    local seconds = tonumber(now.seconds) + tonumber(now.microseconds) / 1e6
    file:write(string.format("%.6f %d %s\n", seconds, status, (body or ""):sub(1, 120):gsub("%s+", " ")))
  end
end
