/** What the chat room answers: conversations, answers and their logs. */
@NullMarked
package dev.groundwire.bus.chat;

import org.jspecify.annotations.NullMarked;
