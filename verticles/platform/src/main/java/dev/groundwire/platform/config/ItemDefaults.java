package dev.groundwire.platform.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a list of configuration records: the section beside it whose keys each item has that does not
 * say otherwise. In an {@link Env} of the items {@code <NAME>} stands for the item's own name, in
 * capitals and with underscores.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface ItemDefaults {
  /** The section's key. */
  String value();
}
