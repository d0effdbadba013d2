-- One node's exchange with the bucket of one provider; see Leases.Bid for what it says.
-- Fields: free (tokens, may be in debt), at (when it was filled), begun (when nobody had counted), n:NODE ("time held"), and of the call that waits longest claimant, since, seen.
local key, node, limit = KEYS[1], ARGV[1], tonumber(ARGV[2])
local back, held, need, ahead = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local joins, own, share, alone = ARGV[7] == '1', tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10])
local NODE_GONE, NOBODY_COUNTS, CLAIM_GONE, PASSED_FOR, KEPT_FOR = 10000, 3000, 2000, 2000, 600000

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local state, others = {}, 0
local all = redis.call('HGETALL', key)
for i = 1, #all, 2 do
  local field, value = all[i], all[i + 1]
  if string.sub(field, 1, 2) ~= 'n:' then
    state[field] = value
  elseif field ~= 'n:' .. node then
    local at, has = string.match(value, '^(%d+) (%d+)$')
    if now - tonumber(at) > NODE_GONE then
      redis.call('HDEL', key, field)
    else
      others = others + tonumber(has)
    end
  end
end

local free, begun
if not state.at or (joins and now - tonumber(state.at) > NOBODY_COUNTS) then
  -- Meanwhile each node counted by itself, whatever stands here: this one is the first that is back.
  free, begun = joins and own or 0, now
else
  begun = tonumber(state.begun)
  free = tonumber(state.free) + math.max(0, now - tonumber(state.at)) * limit / 60000
  if joins and now - begun < alone then
    -- The first one was back before it: this brings its part, less what both have been filled with since.
    free = free + math.max(0, own - (now - begun) * share / 60000)
  else
    free = free + back
  end
end
-- What nodes hold and what is free are a minute's tokens together, never more.
free = math.min(free, limit - others - held)

local claimant = state.claimant
if claimant and now - tonumber(state.seen) > CLAIM_GONE then
  claimant = nil
end
local since = claimant and tonumber(state.since) or now
local granted = 0
if need > 0 then
  -- Smaller calls pass a large one for a while, then it has its turn.
  local may = not claimant or claimant == node or now - since <= PASSED_FOR
  if may and free >= need then
    granted = need
    if claimant == node then claimant = nil end
  elseif not claimant then
    claimant = node
    since = now
  end
elseif claimant == node then
  claimant = nil
end
if not claimant and free - granted > limit / 4 then
  granted = granted + ahead
end
free = free - granted

redis.call('HSET', key, 'free', string.format('%.3f', free), 'at', string.format('%d', now), 'begun', string.format('%d', begun),
  'n:' .. node, string.format('%d %d', now, held + granted))
if claimant then
  local seen = claimant == node and now or tonumber(state.seen)
  redis.call('HSET', key, 'claimant', claimant, 'since', string.format('%d', since), 'seen', string.format('%d', seen))
else
  redis.call('HDEL', key, 'claimant', 'since', 'seen')
end
redis.call('PEXPIRE', key, KEPT_FOR)
return {granted, math.floor(free), claimant and claimant ~= node and 1 or 0}
