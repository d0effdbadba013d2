/** What every route shares: problems, request ids, bodies, event streams, protection. */
@NullMarked
package dev.groundwire.gateway.http;

import org.jspecify.annotations.NullMarked;
