/** What a person types: each command in a class, and how it shows its progress. */
@NullMarked
package dev.groundwire.launcher.command;

import org.jspecify.annotations.NullMarked;
