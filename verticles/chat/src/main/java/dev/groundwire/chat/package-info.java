/**
 * The chat room: conversations, and answers to questions from documents, cited.
 *
 * <p>Two halves. <em>Stories</em> run straight-line on virtual threads: {@code Answers} and {@code
 * Questions} take a question, {@code AnswerTask} and {@code AnswerStory} search and prompt, {@code
 * AnswerEnding} and the archives store how it ended, {@code Conversations} keeps what was said.
 * <em>The loop</em>, a child verticle on an event loop, never waits: it owns the answers in memory
 * ({@code LiveAnswers}, {@code Turns}), appends what a model writes ({@code Generation}) to their
 * logs ({@code AnswerLog}) and tells whoever watches ({@code Watches}, {@code StoredLogs}). Stories
 * hand over to it through {@code AnswerLoop}, and await what it completes.
 */
@NullMarked
package dev.groundwire.chat;

import org.jspecify.annotations.NullMarked;
