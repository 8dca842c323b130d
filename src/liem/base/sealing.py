"""Names of our own for what libsodium does (through PyNaCl). No cryptography is invented here.

============  ==========================================  =====================================================
what          libsodium                                   for
============  ==========================================  =====================================================
``lock``      XChaCha20-Poly1305 (IETF), random nonce     texts under a random key, bound to their place
``seal``      sealed box: X25519, XSalsa20-Poly1305       a small secret to somebody's public key, sender unknown
``stretch``   Argon2id                                    a key from a passphrase
``derive``    BLAKE2b, keyed                              a key or a look-up mark from a secret of full entropy
``sign``      Ed25519                                     what a third party may check
============  ==========================================  =====================================================

Whatever fails to open raises :class:`CannotOpen`, which says nothing about why: a wrong key and a changed byte look
alike.
"""

from dataclasses import dataclass, field

from nacl import bindings, exceptions, hash, pwhash, signing, utils
from nacl.encoding import RawEncoder

KEY_BYTES = 32
_NONCE_BYTES = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES


class CannotOpen(Exception):
    """What was sealed does not open with this key, or was changed."""


@dataclass(frozen=True)
class KeyPair:
    """An X25519 pair. The private half never appears in a representation."""

    public: bytes
    private: bytes = field(repr=False)


@dataclass(frozen=True)
class Stretching:
    """How dearly a guess at a passphrase is paid for: Argon2id passes and bytes of memory."""

    passes: int = pwhash.argon2id.OPSLIMIT_MODERATE
    memory: int = pwhash.argon2id.MEMLIMIT_MODERATE


SALT_BYTES = pwhash.argon2id.SALTBYTES


def random_bytes(count: int = KEY_BYTES) -> bytes:
    """Bytes nobody can foresee."""
    return utils.random(count)


def lock(key: bytes, text: bytes, place: str, *, block: int = 1) -> bytes:
    """``text`` under ``key``, readable only as what it was locked for.

    :param place: where it belongs (``report/content/1``); a piece moved elsewhere does not open.
    :param block: the length is filled up to a multiple of this, so that it tells less.
    """
    nonce = utils.random(_NONCE_BYTES)
    padded = bindings.sodium_pad(text, block) if block > 1 else text
    return nonce + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(padded, place.encode(), nonce, key)


def unlock(key: bytes, locked: bytes, place: str, *, block: int = 1) -> bytes:
    """What :func:`lock` locked for the same place with the same block."""
    nonce, text = locked[:_NONCE_BYTES], locked[_NONCE_BYTES:]
    try:
        padded = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(text, place.encode(), nonce, key)
        return bindings.sodium_unpad(padded, block) if block > 1 else padded
    except (exceptions.CryptoError, exceptions.TypeError, exceptions.ValueError):
        raise CannotOpen from None


def new_pair() -> KeyPair:
    """A random key pair."""
    return KeyPair(*bindings.crypto_box_keypair())


def pair_from(seed: bytes) -> KeyPair:
    """The key pair of a secret seed of 32 bytes."""
    return KeyPair(*bindings.crypto_box_seed_keypair(seed))


def seal(public: bytes, secret: bytes) -> bytes:
    """``secret`` for the holder of the private half of ``public``."""
    return bindings.crypto_box_seal(secret, public)


def open_sealed(pair: KeyPair, sealed: bytes) -> bytes:
    """What was sealed to ``pair``."""
    try:
        return bindings.crypto_box_seal_open(sealed, pair.public, pair.private)
    except (exceptions.CryptoError, exceptions.TypeError, exceptions.ValueError):
        raise CannotOpen from None


def derive(key: bytes, material: bytes, purpose: str) -> bytes:
    """32 bytes made of ``material`` (full entropy) and ``key``, different for each ``purpose`` (at most 16 letters)."""
    return hash.blake2b(material, digest_size=32, key=key, person=purpose.encode(), encoder=RawEncoder)


def digest(*parts: bytes) -> bytes:
    """SHA-256 of the parts, each led by its length: a third party checks it with common programs."""
    return hash.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts), encoder=RawEncoder)


def stretch(passphrase: str, salt: bytes, cost: Stretching) -> bytes:
    """The key of a passphrase, by Argon2id."""
    return pwhash.argon2id.kdf(KEY_BYTES, passphrase.encode(), salt, cost.passes, cost.memory)


def sign(seed: bytes, message: bytes) -> bytes:
    """The Ed25519 signature of ``message`` by the key of ``seed``."""
    return signing.SigningKey(seed).sign(message).signature


def verifying_key(seed: bytes) -> bytes:
    """The public half of the signing key of ``seed``."""
    return bytes(signing.SigningKey(seed).verify_key)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` is that of ``message`` by the holder of ``public``."""
    try:
        signing.VerifyKey(public).verify(message, signature)
    except (exceptions.CryptoError, exceptions.TypeError, exceptions.ValueError):
        return False
    return True
