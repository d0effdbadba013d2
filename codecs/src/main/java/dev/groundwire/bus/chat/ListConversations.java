package dev.groundwire.bus.chat;

import dev.groundwire.bus.Page;
import dev.groundwire.bus.Tenant;

/** Last used first. */
public record ListConversations(Tenant tenant, Page page) {}
