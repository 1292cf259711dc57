package dev.headwater.it.kill;

import dev.headwater.chain.Acknowledgement;
import dev.headwater.chain.ChainStoreBuilder;
import dev.headwater.chain.Layer;
import dev.headwater.it.kill.TrappedStore.Weather;
import dev.headwater.store.Store;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What kinds of chains are killed. The first complete layer is the authority. */
enum Shape {
  /** The file decides; etcd and SQL are complete, too, and written behind. */
  FILE_FIRST(15, 70) {
    @Override
    void addTo(ChainStoreBuilder chain, Trapped trapped) {
      chain
          .store("sqlite", trapped.authority(Place.SQLITE))
          .layer(Layer.store("etcd", trapped.other(Place.ETCD)).behind())
          .layer(Layer.store("sql", trapped.other(Place.SQL)).behind());
    }
  },
  /** SQL decides, later: what is acknowledged is in the journal. */
  OFFLINE_FIRST(85, 10) {
    @Override
    void addTo(ChainStoreBuilder chain, Trapped trapped) {
      chain
          .cache("etcd", trapped.other(Place.ETCD))
          .layer(Layer.store("sql", trapped.authority(Place.SQL)).behind());
    }
  },
  /** SQL decides, at once or later, as each write asks; the file is a replica behind it. */
  MIXED(40, 40) {
    @Override
    void addTo(ChainStoreBuilder chain, Trapped trapped) {
      chain
          .cache("etcd", trapped.other(Place.ETCD))
          .store("sql", trapped.authority(Place.SQL))
          .layer(Layer.store("sqlite", trapped.other(Place.SQLITE)).behind());
    }
  },
  /** SQL decides, at once or later, as each write asks; GitHub gets commits of what it decided. */
  GITHUB_BELOW(50, 35) {
    @Override
    void addTo(ChainStoreBuilder chain, Trapped trapped) {
      chain
          .cache("etcd", trapped.other(Place.ETCD))
          .store("sql", trapped.authority(Place.SQL))
          .layer(Layer.store("github", trapped.other(Place.GITHUB)).behind());
    }
  };

  /** Where a layer is. */
  enum Place {
    SQLITE,
    ETCD,
    SQL,
    GITHUB
  }

  private final int localPercent;
  private final int authorityPercent;

  Shape(int localPercent, int authorityPercent) {
    this.localPercent = localPercent;
    this.authorityPercent = authorityPercent;
  }

  /** Adds the layers below memory. */
  abstract void addTo(ChainStoreBuilder chain, Trapped trapped);

  /** All places below memory. */
  Set<Place> places() {
    return switch (this) {
      case FILE_FIRST, MIXED -> EnumSet.of(Place.SQLITE, Place.ETCD, Place.SQL);
      case OFFLINE_FIRST -> EnumSet.of(Place.ETCD, Place.SQL);
      case GITHUB_BELOW -> EnumSet.of(Place.ETCD, Place.SQL, Place.GITHUB);
    };
  }

  /** The places that must hold everything once nothing is owed; the first is the authority. */
  List<Place> complete() {
    return switch (this) {
      case FILE_FIRST -> List.of(Place.SQLITE, Place.ETCD, Place.SQL);
      case OFFLINE_FIRST -> List.of(Place.SQL);
      case MIXED -> List.of(Place.SQL, Place.SQLITE);
      case GITHUB_BELOW -> List.of(Place.SQL, Place.GITHUB);
    };
  }

  /** The places in the life of a write that its writes come by: marks are kept for replicas. */
  Set<KillPoint> points() {
    Set<KillPoint> points = EnumSet.allOf(KillPoint.class);
    points.removeIf(point -> point.isRequest() && !places().contains(Place.GITHUB));
    if (this == OFFLINE_FIRST) {
      points.removeAll(EnumSet.of(KillPoint.BEFORE_MARK, KillPoint.AFTER_MARK));
    }
    return points;
  }

  /** What a write waits for. */
  Acknowledgement acknowledgement(RandomGenerator random) {
    int percent = random.nextInt(100);
    if (percent < localPercent) {
      return Acknowledgement.LOCAL;
    }
    return percent < localPercent + authorityPercent
        ? Acknowledgement.AUTHORITY
        : Acknowledgement.ALL;
  }

  /** Opens layers around whose writes the process can die. */
  record Trapped(Stores stores, Trap trap, Weather weather) {

    /** Opens the store at a place. */
    interface Stores {
      Store open(Place place);
    }

    Store authority(Place place) {
      return TrappedStore.authority(stores.open(place), trap, weather(place));
    }

    Store other(Place place) {
      return TrappedStore.other(stores.open(place), trap, weather(place));
    }

    /* No network leads to a file. */
    private Weather weather(Place place) {
      return place == Place.SQLITE ? Weather.FAIR : weather;
    }
  }
}
