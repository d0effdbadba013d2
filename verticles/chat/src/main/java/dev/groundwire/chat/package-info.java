/** Conversations, and answers with their logs: from a question to a cited text. */
@NullMarked
package dev.groundwire.chat;

import org.jspecify.annotations.NullMarked;
