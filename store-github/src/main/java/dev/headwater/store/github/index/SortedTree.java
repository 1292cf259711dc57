package dev.headwater.store.github.index;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map. A changed one shares all but O(log n) nodes with the one it came from,
 * so that a reader keeps what he began with while others go on. An AVL tree.
 */
final class SortedTree<K, V> {

  private final Comparator<? super K> order;
  private final @Nullable Node<K, V> root;
  private final int size;

  private record Node<K, V>(
      K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right, int height) {}

  private SortedTree(Comparator<? super K> order, @Nullable Node<K, V> root, int size) {
    this.order = order;
    this.root = root;
    this.size = size;
  }

  static <K, V> SortedTree<K, V> empty(Comparator<? super K> order) {
    return new SortedTree<>(order, null, 0);
  }

  int size() {
    return size;
  }

  /** The length of the longest way from the root. */
  int height() {
    return height(root);
  }

  @Nullable V get(K key) {
    Node<K, V> node = root;
    while (node != null) {
      int compared = order.compare(key, node.key);
      if (compared == 0) {
        return node.value;
      }
      node = compared < 0 ? node.left : node.right;
    }
    return null;
  }

  SortedTree<K, V> with(K key, V value) {
    int newSize = get(key) == null ? size + 1 : size;
    return new SortedTree<>(order, put(root, key, value), newSize);
  }

  SortedTree<K, V> without(K key) {
    return get(key) == null ? this : new SortedTree<>(order, remove(root, key), size - 1);
  }

  /** The first key that is not below this one; {@code null} if there is none. */
  @Nullable K ceilingKey(K key) {
    K found = null;
    Node<K, V> node = root;
    while (node != null) {
      if (order.compare(node.key, key) >= 0) {
        found = node.key;
        node = node.left;
      } else {
        node = node.right;
      }
    }
    return found;
  }

  /** All values in the order of their keys. */
  Iterator<V> values() {
    Walk<K, V> walk = new Walk<>();
    walk.descend(root);
    return walk;
  }

  /** The values whose keys are not below this one, in the order of their keys. */
  Iterator<V> valuesFrom(K key) {
    Walk<K, V> walk = new Walk<>();
    Node<K, V> node = root;
    while (node != null) {
      if (order.compare(node.key, key) >= 0) {
        walk.path.push(node);
        node = node.left;
      } else {
        node = node.right;
      }
    }
    return walk;
  }

  private Node<K, V> put(@Nullable Node<K, V> node, K key, V value) {
    if (node == null) {
      return new Node<>(key, value, null, null, 1);
    }
    int compared = order.compare(key, node.key);
    if (compared == 0) {
      return new Node<>(key, value, node.left, node.right, node.height);
    }
    return compared < 0
        ? balanced(node, put(node.left, key, value), node.right)
        : balanced(node, node.left, put(node.right, key, value));
  }

  private @Nullable Node<K, V> remove(@Nullable Node<K, V> node, K key) {
    if (node == null) {
      return null;
    }
    int compared = order.compare(key, node.key);
    if (compared < 0) {
      return balanced(node, remove(node.left, key), node.right);
    }
    if (compared > 0) {
      return balanced(node, node.left, remove(node.right, key));
    }
    if (node.left == null || node.right == null) {
      return node.left == null ? node.right : node.left;
    }
    Node<K, V> next = first(node.right);
    return balanced(next, node.left, remove(node.right, next.key));
  }

  private static <K, V> Node<K, V> first(Node<K, V> root) {
    Node<K, V> node = root;
    while (node.left != null) {
      node = node.left;
    }
    return node;
  }

  /* The node with these children, whose heights differ by 2 at most. */
  private static <K, V> Node<K, V> balanced(
      Node<K, V> of, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    int slope = height(left) - height(right);
    if (slope > 1) {
      Node<K, V> high = Objects.requireNonNull(left);
      if (height(high.left) >= height(high.right)) {
        return node(high, high.left, node(of, high.right, right));
      }
      Node<K, V> middle = Objects.requireNonNull(high.right);
      return node(middle, node(high, high.left, middle.left), node(of, middle.right, right));
    }
    if (slope < -1) {
      Node<K, V> high = Objects.requireNonNull(right);
      if (height(high.right) >= height(high.left)) {
        return node(high, node(of, left, high.left), high.right);
      }
      Node<K, V> middle = Objects.requireNonNull(high.left);
      return node(middle, node(of, left, middle.left), node(high, middle.right, high.right));
    }
    return node(of, left, right);
  }

  private static <K, V> Node<K, V> node(
      Node<K, V> of, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    return new Node<>(of.key, of.value, left, right, 1 + Math.max(height(left), height(right)));
  }

  private static int height(@Nullable Node<?, ?> node) {
    return node == null ? 0 : node.height;
  }

  /** A walk in order: the nodes whose turn comes when all that is left of them has been seen. */
  private static final class Walk<K, V> implements Iterator<V> {

    private final ArrayDeque<Node<K, V>> path = new ArrayDeque<>();

    private void descend(@Nullable Node<K, V> from) {
      for (Node<K, V> node = from; node != null; node = node.left) {
        path.push(node);
      }
    }

    @Override
    public boolean hasNext() {
      return !path.isEmpty();
    }

    @Override
    public V next() {
      if (path.isEmpty()) {
        throw new NoSuchElementException();
      }
      Node<K, V> node = path.pop();
      descend(node.right);
      return node.value;
    }
  }
}
