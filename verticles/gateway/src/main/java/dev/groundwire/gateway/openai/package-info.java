/** The API that clients of OpenAI speak: models, chat completions, embeddings. */
@NullMarked
package dev.groundwire.gateway.openai;

import org.jspecify.annotations.NullMarked;
