package io.shardrouter.demo;

import java.util.List;

/** A row of the reference table. */
record Country(String code, String name) {
  static final List<Country> ALL =
      List.of(
          new Country("BR", "Brazil"),
          new Country("CH", "Switzerland"),
          new Country("IN", "India"),
          new Country("JP", "Japan"),
          new Country("KE", "Kenya"));

  static final List<String> CODES = ALL.stream().map(Country::code).toList();
}
