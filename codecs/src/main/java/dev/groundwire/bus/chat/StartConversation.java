package dev.groundwire.bus.chat;

import dev.groundwire.bus.Tenant;

/**
 * @param title 0..200 characters; an empty one is taken from the first question
 */
public record StartConversation(Tenant tenant, String title) {}
